/**
 * From a poll to committed rows and a cache without stale answers: the steps that projection, dead
 * letters and rebuild share.
 */
package com.huleedu.ras.application.commit;
