/** The schema brought up to date, and what the role of the service needs for that. */
package com.huleedu.ras.adapter.postgres.migration;
