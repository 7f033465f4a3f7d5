package dev.antiphon.spec.guides;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.spec.flow.Times;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Generates the tables of all options. The description comes from the Javadoc of the builders, the
 * default from the default options. The range is found by setting values on both sides of each
 * bound.
 */
final class ConfigurationPage {
  private static final String SOURCES = "statemachine/src/main/java/dev/antiphon/";
  private static final String LONGEST = String.valueOf(Duration.ofDays(1).toMillis());
  private static final String TOO_LONG = String.valueOf(Duration.ofDays(1).toMillis() + 1);
  private static final Pattern RULE =
      Pattern.compile("^(\\w+ must not be (?:shorter|longer) than \\w+)");
  private static final Pattern BOUNDS =
      Pattern.compile(
          " Must be (?:longer than zero and at most one day|0 or more|at least 1|from 1 to 10,000"
              + "|at least 0 and less than 1)\\.");
  private static final VoiceOptions DEFAULTS = VoiceOptions.ofDefaults();

  private final Map<String, String> general = Javadocs.ofBuilder(SOURCES + "VoiceOptions.java");
  private final Map<String, String> retries = Javadocs.ofBuilder(SOURCES + "flow/RetryLimits.java");
  private final Map<String, String> timers = Javadocs.ofConstants(SOURCES + "flow/FlowTimer.java");
  private final Map<String, FlowTimer> timerNames = timerNames();

  ConfigurationPage() throws IOException {}

  /** The names of all options that the commands can set. */
  static List<String> names() {
    try {
      VoiceOptions.builder().set("", "");
      throw new AssertionError("an option has an empty name");
    } catch (IllegalArgumentException e) {
      return List.of(e.getMessage().replaceFirst(".*the options are ", "").split(", "));
    }
  }

  /** The options of {@link RetryLimits}. */
  String retries() {
    return table(names().stream().filter(retries::containsKey).toList(), retries::get);
  }

  /** The options that are timers. */
  String timers() {
    return table(
        names().stream().filter(timerNames::containsKey).toList(),
        name -> timers.get(timerNames.get(name).name()));
  }

  /** The other options that are numbers, durations or booleans. */
  String general() {
    return table(
        names().stream()
            .filter(name -> general.containsKey(name) && !retries.containsKey(name))
            .toList(),
        general::get);
  }

  /** The time in which a lost connection is established again or ends, with default options. */
  String recovery() {
    Duration longest = DEFAULTS.delay(FlowTimer.RECOVERY);
    return "With the default options this is %d minutes and %d seconds."
        .formatted(longest.toMinutes(), longest.toSecondsPart());
  }

  /** The options that can be set only in code. */
  String inCode() {
    List<String> lines =
        new ArrayList<>(List.of("| option | type | default | description |", "|---|---|---|---|"));
    for (String name : new TreeSet<>(general.keySet())) {
      if (!names().contains(name) && !name.equals("set")) {
        lines.add(
            "| %s | %s | %s | %s |"
                .formatted(
                    anchor(name),
                    taken(name),
                    inCodeDefault(name),
                    withoutBounds(general.get(name))));
      }
    }
    return String.join("\n", lines);
  }

  /** The names that are in no table. The set must be empty. */
  Set<String> missing() {
    Set<String> missing = new TreeSet<>(names());
    missing.removeIf(
        name ->
            general.containsKey(name) || retries.containsKey(name) || timerNames.containsKey(name));
    return missing;
  }

  private static String table(List<String> names, UnaryOperator<String> description) {
    List<String> lines =
        new ArrayList<>(
            List.of("| option | type | default | range | description |", "|---|---|---|---|---|"));
    for (String name : names) {
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  anchor(name),
                  kind(name),
                  byDefault(name),
                  range(name),
                  withoutBounds(description.apply(name))));
    }
    return String.join("\n", lines);
  }

  private static String anchor(String name) {
    String id = name.toLowerCase(Locale.ROOT);
    return "<a id=\"%s\"></a>[`%s`](#%s)".formatted(id, name, id);
  }

  /** Removes the bounds, which are in another column, and links the options. */
  private static String withoutBounds(String description) {
    String[] text = {BOUNDS.matcher(description).replaceAll("")};
    timerNames()
        .forEach(
            (name, timer) -> {
              String link = "[`%s`](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
              text[0] = text[0].replace("`FlowTimer." + timer.name() + "`", link);
            });
    return text[0];
  }

  private static String kind(String name) {
    Object value = value(name);
    if (value instanceof Duration) {
      return "duration";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Enum<?>) {
      return "name";
    }
    return value instanceof Double ? "fraction" : "number";
  }

  // The default values

  private static String byDefault(String name) {
    Object value = value(name);
    return value instanceof Duration duration ? Times.words(duration) : String.valueOf(value);
  }

  private static Object value(String name) {
    FlowTimer timer = timerNames().get(name);
    if (timer != null) {
      return DEFAULTS.delay(timer);
    }
    return read(DEFAULTS, name).or(() -> read(DEFAULTS.retries(), name)).orElseThrow();
  }

  private static Optional<Object> read(Object holder, String name) {
    try {
      Method getter = holder.getClass().getMethod(name);
      return Optional.of(getter.invoke(holder));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(name, e);
    }
  }

  private static String inCodeDefault(String name) {
    return switch (name) {
      case "delay" -> "[the timers above](#timer-options)";
      case "retries" -> "[the options above](#retry-options)";
      case "modes" -> "all modes that the JVM supports";
      case "trust" -> "the certificates of the system";
      case "policy" -> "none";
      case "transportCiphers", "frameCiphers" -> "the ciphers of the Java runtime";
      default -> byDefault(name);
    };
  }

  private static String taken(String name) {
    return Arrays.stream(VoiceOptions.Builder.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .map(ConfigurationPage::parameters)
        .sorted()
        .reduce((first, second) -> first + " or " + second)
        .orElseThrow();
  }

  private static String parameters(Method method) {
    return "`"
        + Arrays.stream(method.getParameterTypes())
            .map(
                type ->
                    method.isVarArgs()
                        ? type.getComponentType().getSimpleName() + "…"
                        : type.getSimpleName())
            .reduce((first, second) -> first + ", " + second)
            .orElseThrow()
        + "`";
  }

  // The ranges

  private static String range(String name) {
    Object value = value(name);
    if (value instanceof Boolean) {
      return "true, false";
    }
    if (value instanceof Enum<?> choice) {
      return Arrays.stream(choice.getDeclaringClass().getEnumConstants())
          .map(Enum::name)
          .collect(Collectors.joining(", "));
    }
    if (value instanceof Double) {
      return "at least 0, less than 1";
    }
    return value instanceof Duration ? durations(name) : counts(name);
  }

  private static String durations(String name) {
    if (!refusal(name, TOO_LONG).contains("day")) {
      throw new AssertionError(name + " accepts more than a day: " + refusal(name, TOO_LONG));
    }
    Set<String> rules = new LinkedHashSet<>();
    for (String bound : List.of("1", LONGEST)) {
      Matcher rule = RULE.matcher(refusal(name, bound));
      if (rule.find()) {
        rules.add(named(rule.group(1)));
      }
    }
    String least =
        refusal(name, "0").matches(".*must (be|not be) (longer than|negative).*")
            ? "more than 0, at most 1 day"
            : "0 to 1 day";
    return least + (rules.isEmpty() ? "" : "; " + String.join("; ", rules));
  }

  private static String counts(String name) {
    String least = refusal(name, "0").isEmpty() ? "0" : "1";
    if (refusal(name, "-1").isEmpty() || !refusal(name, least).isEmpty()) {
      throw new AssertionError(name + " does not start at " + least);
    }
    Matcher most = Pattern.compile("from \\d+ to (\\d+)").matcher(refusal(name, "1000000000"));
    return least + (most.find() ? " to " + most.group(1) : " or more");
  }

  /** The message that refuses the value; empty if the value is accepted. */
  private static String refusal(String name, String value) {
    try {
      VoiceOptions.builder().set(name, value).build();
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** Replaces the names of timers in a rule by the names of options. */
  private static String named(String rule) {
    String[] text = {rule};
    timerNames()
        .forEach((name, timer) -> text[0] = text[0].replaceAll("\\b" + timer.name() + "\\b", name));
    return text[0].replaceFirst("^(\\w+)", "`$1`").replaceFirst("(\\w+)$", "`$1`");
  }

  private static Map<String, FlowTimer> timerNames() {
    Map<String, FlowTimer> names = new LinkedHashMap<>();
    for (FlowTimer timer : FlowTimer.values()) {
      if (!timer.hasOwnDelays()) {
        String camel =
            Pattern.compile("_([a-z])")
                .matcher(timer.name().toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
        names.put(timer == FlowTimer.PROTOCOL_ERRORS ? "protocolErrorWindow" : camel, timer);
      }
    }
    return names;
  }
}
