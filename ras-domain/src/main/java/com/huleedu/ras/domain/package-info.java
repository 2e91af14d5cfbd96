/** The words of the field: identifiers, phases, statuses, and what can go wrong. */
package com.huleedu.ras.domain;
