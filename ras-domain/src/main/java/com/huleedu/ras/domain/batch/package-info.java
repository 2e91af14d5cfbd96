/** The facts that events leave behind, their merge, and the picture derived from them. */
package com.huleedu.ras.domain.batch;
