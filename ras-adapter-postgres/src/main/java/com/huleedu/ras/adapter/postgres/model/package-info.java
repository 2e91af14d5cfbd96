/** The read model and its positions: merged in bulk, read as whole batches. */
package com.huleedu.ras.adapter.postgres.model;
