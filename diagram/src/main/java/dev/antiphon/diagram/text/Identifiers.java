package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.StateDiagram;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Identifiers for the ids of states. They consist of ASCII letters, digits and underscores, begin
 * with a letter, are unique, and are no keyword of any of the languages. An id that is already such
 * an identifier is kept.
 */
final class Identifiers {
  private static final int LONGEST = 40;
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^[^A-Za-z]+|_+$");

  /** Keywords of Mermaid, PlantUML and DOT. Mermaid recognizes some of them even inside a word. */
  private static final Set<String> RESERVED =
      Set.of(
          ("accdescr acctitle actor agent allow_mixed allowmixin as autonumber boundary bottom caption"
                  + " card center class classdef click cloud component concise constructor"
                  + " control database default describe diamond digraph direction edge end endheader"
                  + " endlegend endnote endtitle entity file floating folder footer"
                  + " frame graph hasownproperty header hexagon hide href interface"
                  + " isprototypeof json label left legend link mainframe map namespace newpage"
                  + " node note object of on over package page participant port portin portout prototype"
                  + " queue rectangle remove restore right robust root rotate scale set show skin"
                  + " skinparam sprite start state statediagram storage strict style subgraph test title"
                  + " together top tostring tolocalestring usecase valueof width")
              .split(" "));

  private static final Pattern RESERVED_INSIDE = Pattern.compile("(?i)style|classdef");

  private final Map<String, String> byText = new HashMap<>();

  private Identifiers() {}

  /** Creates identifiers for the states of a diagram. */
  static Identifiers of(StateDiagram diagram) {
    return of(diagram.states().stream().map(DiagramState::id));
  }

  /** Creates identifiers for different texts. */
  static Identifiers of(Stream<String> texts) {
    Identifiers identifiers = new Identifiers();
    Set<String> taken = new HashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    texts.forEach(
        text -> {
          String proposed = proposal(text);
          String free = proposed;
          while (!taken.add(free.toLowerCase(Locale.ROOT))) {
            free = proposed + "_" + counts.merge(proposed, 1, Integer::sum);
          }
          identifiers.byText.put(text, free);
        });
    return identifiers;
  }

  /**
   * The identifier for this text.
   *
   * @throws NullPointerException if the text is unknown
   */
  String of(String text) {
    return Objects.requireNonNull(byText.get(text), text);
  }

  private static String proposal(String text) {
    String part = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    String word =
        part.matches("[A-Za-z][A-Za-z0-9_]*")
            ? part
            : EDGES.matcher(FOREIGN.matcher(part).replaceAll("_")).replaceAll("");
    String lower = word.toLowerCase(Locale.ROOT);
    boolean reserved =
        word.isEmpty() || RESERVED.contains(lower) || RESERVED_INSIDE.matcher(word).find();
    return reserved ? "s_" + RESERVED_INSIDE.matcher(word).replaceAll("") : word;
  }
}
