/** Carries out what operators order about dead letters. */
package com.huleedu.ras.application.deadletter;
