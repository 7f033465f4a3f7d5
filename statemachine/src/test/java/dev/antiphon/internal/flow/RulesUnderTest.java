package dev.antiphon.internal.flow;

/** The rules that a test uses: those of the flow, unless they are replaced on this thread. */
final class RulesUnderTest {
  private static final Rules FLOW = Rules.of(VoiceFlow.TABLE);

  private static final ThreadLocal<Rules> REPLACED = new ThreadLocal<>();

  private RulesUnderTest() {}

  static Rules current() {
    Rules replaced = REPLACED.get();
    return replaced == null ? FLOW : replaced;
  }

  /** Runs {@code run} on this thread with these rules instead of those of the flow. */
  static void runWith(Rules rules, Runnable run) {
    REPLACED.set(rules);
    try {
      run.run();
    } finally {
      REPLACED.remove();
    }
  }
}
