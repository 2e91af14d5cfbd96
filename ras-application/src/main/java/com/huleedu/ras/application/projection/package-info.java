/** Folds polls of the log into the read model, and says where consuming goes on. */
package com.huleedu.ras.application.projection;
