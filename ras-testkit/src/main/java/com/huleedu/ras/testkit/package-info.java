/** Contract suites for what is kept in the database, with their reference and random histories. */
package com.huleedu.ras.testkit;
