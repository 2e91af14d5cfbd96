/** Dead letters as rows, and what became of them. */
package com.huleedu.ras.adapter.postgres.deadletter;
