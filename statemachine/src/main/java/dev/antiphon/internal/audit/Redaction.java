package dev.antiphon.internal.audit;

import dev.antiphon.flow.Trigger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes addresses from sentences. Only the host name of the voice server is kept, without its
 * port.
 */
public final class Redaction {
  private static final String SHOWN = "(an address)";

  /** A numeric IP address, with the slash and the port that the JDK adds. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "/?(?:(?:\\d{1,3}\\.){3}\\d{1,3}|\\[[0-9A-Fa-f:.]+(?:%\\w+)?\\])(?::\\d{1,5})?"
              // IPv6 without brackets: the full form and the short form.
              + "|/?(?<![\\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}"
              + "|(?:[0-9A-Fa-f]{1,4}:){1,7}(?::[0-9A-Fa-f]{1,4}){1,7}"
              + "|::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})(?:%\\w+)?(?!\\w)");

  private Redaction() {}

  /**
   * Removes addresses from the trigger.
   *
   * @param host the host name of the voice server, which is kept
   */
  public static Trigger of(Trigger trigger, Optional<String> host) {
    if (trigger instanceof Trigger.Failure failure) {
      return new Trigger.Failure(text(failure.what(), host));
    }
    if (trigger instanceof Trigger.Closed closed) {
      return new Trigger.Closed(closed.code(), text(closed.text(), host));
    }
    return trigger;
  }

  private static String text(String text, Optional<String> host) {
    if (text.isEmpty()) {
      return text;
    }
    String named =
        host.map(
                name ->
                    Pattern.compile(Pattern.quote(name) + "\\]?:\\d{1,5}")
                        .matcher(text)
                        .replaceAll(Matcher.quoteReplacement(name)))
            .orElse(text);
    return ADDRESS
        .matcher(named)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    host.filter(found.group()::equals).isPresent() ? found.group() : SHOWN));
  }
}
