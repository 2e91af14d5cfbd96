/** What can be set, read from the environment and checked whole. */
package com.huleedu.ras.bootstrap.configuration;
