package dev.antiphon.internal.flow;

/** The rules that a test meets: the flow's own, unless they are replaced on its thread. */
final class RulesUnderTest {
  private static final Rules FLOW = Rules.of(VoiceFlow.TABLE);

  private static final ThreadLocal<Rules> REPLACED = new ThreadLocal<>();

  private RulesUnderTest() {}

  static Rules present() {
    Rules replaced = REPLACED.get();
    return replaced == null ? FLOW : replaced;
  }

  /** Runs that on this thread as if these were the flow's rules. */
  static void runWith(Rules rules, Runnable run) {
    REPLACED.set(rules);
    try {
      run.run();
    } finally {
      REPLACED.remove();
    }
  }
}
