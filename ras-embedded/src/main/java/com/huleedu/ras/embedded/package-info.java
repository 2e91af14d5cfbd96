/** PostgreSQL, Redis and Kafka as processes that live as long as the JVM that started them. */
package com.huleedu.ras.embedded;
