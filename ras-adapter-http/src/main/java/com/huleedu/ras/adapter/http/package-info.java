/** The HTTP API, as the contract's chapter "HTTP out" has it. */
package com.huleedu.ras.adapter.http;
