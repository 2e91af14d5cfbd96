/** The commands {@code demo} and {@code publish}. */
package com.huleedu.ras.demo;
