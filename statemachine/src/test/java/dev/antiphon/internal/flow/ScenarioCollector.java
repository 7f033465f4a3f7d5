package dev.antiphon.internal.flow;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Notifies the {@link FlowRecording} on this thread, if there is one, of each test that starts.
 * JUnit loads this extension only in the run that {@link MutantTestSuite} starts, because only that
 * run enables the detection of extensions.
 */
public final class ScenarioCollector implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    collect(method);
    invocation.proceed();
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    collect(method);
    invocation.proceed();
  }

  private static void collect(ReflectiveInvocationContext<Method> method) {
    if (RulesUnderTest.current() instanceof FlowRecording recording) {
      recording.begins(
          new Scenario(method.getTargetClass(), method.getExecutable(), method.getArguments()));
    }
  }
}
