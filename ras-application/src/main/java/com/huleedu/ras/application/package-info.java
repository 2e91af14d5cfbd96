/**
 * What the use cases are given alike: {@link com.huleedu.ras.application.Store} and {@link
 * com.huleedu.ras.application.Cache}, the ports that belong together, and the {@link
 * com.huleedu.ras.application.Backoff} with which they wait for servers.
 */
package com.huleedu.ras.application;
