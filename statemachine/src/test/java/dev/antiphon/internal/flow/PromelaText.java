package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes a {@link PromelaModel} as a Promela file for SPIN. */
final class PromelaText {
  private static final List<ModelWorld> WORLDS =
      List.of(
          ModelWorld.CALM,
          ModelWorld.VOICE,
          ModelWorld.DISCORD,
          ModelWorld.MAIN_GATEWAY,
          ModelWorld.POLICY,
          ModelWorld.REQUESTS,
          ModelWorld.MOVES,
          ModelWorld.WHOLE);

  private static final String HEAD =
      """
      /*
       * The connection flow. A test writes this file from the table that runs; see spin.md.
       *
       * One process. An event occurs. In the same step, the first row of its cell whose guard holds is
       * taken. In a d_step, SPIN takes the first executable option.
       */

      """;

  private static final String SILENCE =
      """
      #define ended (state == DC || state == FA)
      #ifdef SILENCE
      bit silent;
      ltl P19 { [] (silent -> <> ended) }
      #else
      #define silent 0
      #endif

      #ifdef CYCLES
      bit outside, moved;
      ltl P21 { [] <> outside || <> [] !moved }
      inline by_itself(whether) { outside = !whether }
      inline account() { moved = !ended && (changing || dialled_now || opened_now || sent_now) }
      #else
      inline by_itself(whether) { skip }
      inline account() { skip }
      #endif

      """;

  private final PromelaModel model;

  PromelaText(PromelaModel model) {
    this.model = model;
  }

  @Override
  public String toString() {
    String limits =
        model.library().limits().entrySet().stream()
            .map(limit -> orElse(limit.getKey(), limit.getValue().toString()))
            .collect(Collectors.joining());
    return HEAD
        + limits
        + "\n"
        + names()
        + declarations()
        + "\n"
        + SILENCE
        + model.library().definitions()
        + "\n"
        + "inline decide() {\n"
        + model.decision().text().indent(2)
        + "}\n"
        + "inline conclude() {\n"
        + model.conclusion().text().indent(2)
        + "}\n\n"
        + process();
  }

  private static String orElse(String name, String value) {
    return "#ifndef " + name + "\n#define " + name + " " + value + "\n#endif\n";
  }

  private static String names() {
    String properties =
        IntStream.concat(IntStream.rangeClosed(4, 17), IntStream.of(26, 27))
            .mapToObj(number -> "#define P" + number + " " + number + "\n")
            .collect(Collectors.joining());
    Stream<String> states = Arrays.stream(VoiceState.values()).map(VoiceState::code);
    Stream<String> events = Arrays.stream(EventKind.values()).map(EventKind::line);
    Stream<String> reasons =
        PromelaVariable.knownReasons().stream()
            .map(reason -> PromelaVariable.reason(reason).text());
    String timers =
        Arrays.stream(FlowTimer.values())
            .map(
                timer ->
                    "#define "
                        + PromelaVariable.term(timer).text()
                        + " (1 << "
                        + timer.ordinal()
                        + ")\n")
            .collect(Collectors.joining());
    String worlds =
        IntStream.range(0, WORLDS.size())
            .mapToObj(place -> "#define " + WORLDS.get(place) + " (1 << " + place + ")\n")
            .collect(Collectors.joining());
    String tracked =
        WORLDS.stream()
            .filter(ModelWorld::tracksRequests)
            .map(ModelWorld::name)
            .collect(Collectors.joining(" | "));
    return properties
        + "\n"
        + "mtype:state = { "
        + states.collect(Collectors.joining(", "))
        + " }\n"
        + "mtype:event = {\n"
        + wrapped(events.toList())
        + "}\n"
        + "mtype:reason = {\n"
        + wrapped(reasons.toList())
        + "}\n\n"
        + timers
        + "\n"
        + worlds
        + "#define TRACKED (world & ("
        + tracked
        + "))\n"
        + "\n";
  }

  private static String wrapped(List<String> names) {
    StringBuilder lines = new StringBuilder(" ");
    int length = 0;
    for (int place = 0; place < names.size(); place++) {
      String name = names.get(place) + (place + 1 < names.size() ? "," : "");
      if (length + name.length() > 90) {
        lines.append("\n ");
        length = 0;
      }
      lines.append(' ').append(name);
      length += name.length() + 1;
    }
    return lines + "\n";
  }

  private String declarations() {
    StringBuilder lines = new StringBuilder("byte world;\n");
    for (PromelaVariable variable : PromelaVariable.values()) {
      String value = model.beginning(variable).text();
      lines.append(variable.declaration());
      lines.append(value.equals("0") ? ";\n" : " = " + value + ";\n");
    }
    return lines.toString();
  }

  private String process() {
    StringBuilder text = new StringBuilder();
    text.append("inline happen() {\n  if\n");
    for (ModelEvent event : ModelEvent.values()) {
      text.append(option(event).indent(2));
    }
    text.append("  fi\n}\n\n");
    text.append(
        """
        active proctype flow() {
        #ifdef WORLD
          world = WORLD;
        #else
          if
          :: world = VOICE
          :: world = DISCORD
          :: world = MAIN_GATEWAY
          :: world = POLICY
          fi;
        #endif
          do
          :: atomic {
               happen();
               decide();
               d_step { conclude(); account(); %s }
             }
        #ifdef SILENCE
          :: !silent && state != IDLE -> silent = 1
        #endif
          od
        }
        """
            .formatted(model.rest().text()));
    return text.toString();
  }

  private String option(ModelEvent event) {
    boolean silent = event.isSilent() && event != ModelEvent.DISCOVERY_RETRY_FIRES;
    String worlds =
        WORLDS.stream()
            .filter(world -> world.events().contains(event))
            .map(ModelWorld::name)
            .collect(Collectors.joining(" | "));
    String condition =
        "(world & ("
            + worlds
            + ")) && "
            + (silent ? "" : "!silent && ")
            + model.possible(event).text();
    return "/* "
        + event
        + " */\n:: "
        + condition
        + " ->\n"
        + (model.happen(event).atOnce().text() + ";\nby_itself(" + (byItself(event) ? 1 : 0) + ")")
            .indent(3);
  }

  /** Whether the voice socket, the path or a timer causes it; STABLE is excluded. */
  private static boolean byItself(ModelEvent event) {
    return switch (event.source()) {
      case APPLICATION, POLICY, MAIN_GATEWAY -> false;
      default -> event != ModelEvent.STABLE_FIRES;
    };
  }
}
