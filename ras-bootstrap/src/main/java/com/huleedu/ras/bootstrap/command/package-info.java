/**
 * The service as a process, and the commands of its operators. Nothing else in this module knows
 * them: who embeds the service needs neither picocli nor a progress bar.
 */
package com.huleedu.ras.bootstrap.command;
