/**
 * What all rooms of this adapter stand on: connections and their pool, transactions, what a failure
 * means, and the meters of all that is asked of the database.
 */
package com.huleedu.ras.adapter.postgres.database;
