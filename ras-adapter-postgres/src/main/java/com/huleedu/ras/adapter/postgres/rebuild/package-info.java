/**
 * The read model held against the log, and side models beside it in schemas of their own; {@code
 * SideTables.swap} puts one in its place.
 */
package com.huleedu.ras.adapter.postgres.rebuild;
