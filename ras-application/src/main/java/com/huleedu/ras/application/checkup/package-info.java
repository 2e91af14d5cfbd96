/** Has all checks done, none of which hides another. */
package com.huleedu.ras.application.checkup;
