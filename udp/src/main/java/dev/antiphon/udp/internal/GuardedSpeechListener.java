package dev.antiphon.udp.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a speech listener. An exception of the listener must not stop the clock. */
record GuardedSpeechListener(SpeechListener listener) implements SpeechListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedSpeechListener.class);

  @Override
  public void speechStarts() {
    guarded(listener::speechStarts);
  }

  @Override
  public void speechEnds() {
    guarded(listener::speechEnds);
  }

  private static void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      LOG.warn("A speech listener threw an exception", e);
    }
  }
}
