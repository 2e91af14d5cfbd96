/** PostgreSQL behind the out-ports. */
package com.huleedu.ras.adapter.postgres;
