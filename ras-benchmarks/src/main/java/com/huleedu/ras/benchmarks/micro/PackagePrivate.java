package com.huleedu.ras.benchmarks.micro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Methods that their package shows nobody: nothing is made public for being measured. A handle kept
 * in a constant costs what a plain call costs.
 */
final class PackagePrivate {
  private PackagePrivate() {}

  static MethodHandle method(String type, String name, Class<?>... parameters) {
    try {
      Method method = Class.forName(type).getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no such method: " + type + "." + name, e);
    }
  }
}
