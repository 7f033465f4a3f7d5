package dev.antiphon;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Sets the options of {@link VoiceOptions} by name, from text, and checks their bounds. */
final class OptionNames {
  private static final int MOST_FRAMES = 10_000;

  /**
   * A longer time is probably a mistake in the unit. The event loop's clock also counts in
   * nanoseconds.
   */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Map<String, Setter> SETTERS = setters();

  private OptionNames() {}

  /** Sets one option from the text of its value. */
  @FunctionalInterface
  private interface Setter {
    void set(VoiceOptions.Builder options, Value value);
  }

  /** The text of a value, and the option's name for error messages. */
  private record Value(String name, String text) {
    Duration milliseconds() {
      return Duration.ofMillis(number());
    }

    int count() {
      long number = number();
      if (number != (int) number) {
        throw new IllegalArgumentException(name + " must fit into 32 bits, was " + number);
      }
      return (int) number;
    }

    long number() {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            name + " must be a whole number, was \"" + text + "\"", e);
      }
    }

    TakenOver takenOver() {
      return oneOf(TakenOver.values());
    }

    /** A value of this option was a boolean in earlier versions. */
    EndToEnd endToEnd() {
      return switch (text) {
        case "true" -> EndToEnd.PREFERRED;
        case "false" -> EndToEnd.OFF;
        default -> oneOf(EndToEnd.values());
      };
    }

    private <E extends Enum<E>> E oneOf(E[] values) {
      for (E value : values) {
        if (value.name().equals(text)) {
          return value;
        }
      }
      throw new IllegalArgumentException(
          name + " must be one of " + Arrays.toString(values) + ", was \"" + text + "\"");
    }

    boolean bool() {
      if (!text.equals("true") && !text.equals("false")) {
        throw new IllegalArgumentException(name + " must be true or false, was \"" + text + "\"");
      }
      return text.equals("true");
    }

    double fraction() {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " must be a number, was \"" + text + "\"", e);
      }
    }
  }

  /** All names, in the order of the documentation. */
  static Set<String> all() {
    return Collections.unmodifiableSet(SETTERS.keySet());
  }

  static void set(VoiceOptions.Builder options, String name, String text) {
    Setter setter = SETTERS.get(name);
    if (setter == null) {
      throw new IllegalArgumentException(
          "there is no option " + name + "; the options are " + String.join(", ", all()));
    }
    setter.set(options, new Value(name, text));
  }

  static Duration bounded(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must be longer than zero and at most a day, was " + duration);
    }
    return duration;
  }

  static int atLeast(int least, String name, int number) {
    if (number < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + number);
    }
    return number;
  }

  static int capacity(long frames) {
    if (frames < 1 || frames > MOST_FRAMES) {
      throw new IllegalArgumentException(
          "queueCapacity must be from 1 to " + MOST_FRAMES + " frames, was " + frames);
    }
    return (int) frames;
  }

  private static Map<String, Setter> setters() {
    Map<String, Setter> setters = new LinkedHashMap<>();
    setters.put("keepalive", (options, value) -> options.keepalive(value.milliseconds()));
    setters.put(
        "queueCapacity", (options, value) -> options.queueCapacity(capacity(value.number())));
    setters.put("serverLost", (options, value) -> options.serverLost(value.milliseconds()));
    setters.put("severed", (options, value) -> options.severed(value.milliseconds()));
    setters.put("takenOver", (options, value) -> options.takenOver(value.takenOver()));
    setters.put("endToEnd", (options, value) -> options.endToEnd(value.endToEnd()));
    setters.put(
        "privateMediaAddresses", (options, value) -> options.privateMediaAddresses(value.bool()));
    setters.put("selfMute", (options, value) -> options.selfMute(value.bool()));
    setters.put("selfDeaf", (options, value) -> options.selfDeaf(value.bool()));
    setters.put(
        "voiceStateSpacing", (options, value) -> options.voiceStateSpacing(value.milliseconds()));
    setters.put("serverRequests", (options, value) -> options.serverRequests(value.count()));
    setters.put(
        "violationsTolerated", (options, value) -> options.violationsTolerated(value.count()));
    setters.put(
        "heartbeatsTolerated", (options, value) -> options.heartbeatsTolerated(value.count()));
    putRetries(setters);
    Arrays.stream(FlowTimer.values())
        .filter(timer -> !timer.hasOwnDelays())
        .forEach(
            timer ->
                setters.put(
                    nameOf(timer), (options, value) -> options.delay(timer, value.milliseconds())));
    return setters;
  }

  private static void putRetries(Map<String, Setter> setters) {
    put(setters, "resumes", (retries, value) -> retries.resumes(value.count()));
    put(setters, "rejoins", (retries, value) -> retries.rejoins(value.count()));
    put(setters, "identifies", (retries, value) -> retries.identifies(value.count()));
    put(setters, "resumeDelay", (retries, value) -> retries.resumeDelay(value.milliseconds()));
    put(setters, "resumeSpread", (retries, value) -> retries.resumeSpread(value.fraction()));
    put(setters, "identifyDelay", (retries, value) -> retries.identifyDelay(value.milliseconds()));
    put(setters, "rejoinDelay", (retries, value) -> retries.rejoinDelay(value.milliseconds()));
    put(
        setters,
        "longestRejoinDelay",
        (retries, value) -> retries.longestRejoinDelay(value.milliseconds()));
    put(setters, "soonDelay", (retries, value) -> retries.soonDelay(value.milliseconds()));
    put(
        setters,
        "mainSessionSpread",
        (retries, value) -> retries.mainSessionSpread(value.milliseconds()));
    put(setters, "freeChanges", (retries, value) -> retries.freeChanges(value.count()));
    put(setters, "changeDelay", (retries, value) -> retries.changeDelay(value.milliseconds()));
    put(
        setters,
        "longestChangeDelay",
        (retries, value) -> retries.longestChangeDelay(value.milliseconds()));
    put(setters, "pathFailures", (retries, value) -> retries.pathFailures(value.count()));
    put(setters, "serverNotFound", (retries, value) -> retries.serverNotFound(value.count()));
    put(
        setters,
        "authenticationFailures",
        (retries, value) -> retries.authenticationFailures(value.count()));
    put(setters, "protocolErrors", (retries, value) -> retries.protocolErrors(value.count()));
  }

  private static void put(
      Map<String, Setter> setters, String name, BiConsumer<RetryLimits.Builder, Value> setter) {
    setters.put(
        name, (options, value) -> options.retries(retries -> setter.accept(retries, value)));
  }

  /**
   * The option's name for a timer: DISCOVERY_RETRY becomes discoveryRetry. PROTOCOL_ERRORS becomes
   * protocolErrorWindow, because protocolErrors is the option for the number of errors.
   */
  private static String nameOf(FlowTimer timer) {
    if (timer == FlowTimer.PROTOCOL_ERRORS) {
      return "protocolErrorWindow";
    }
    String[] words = timer.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
    }
    return name.toString();
  }
}
