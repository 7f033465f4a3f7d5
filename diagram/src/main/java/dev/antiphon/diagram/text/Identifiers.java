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
 * The identifiers that stand for the ids of states: ASCII letters, digits and underscores,
 * beginning with a letter, different for different states and no keyword of any of the languages.
 * An id that is such an identifier stands for itself.
 */
final class Identifiers {
  private static final int LONGEST = 40;
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^[^A-Za-z]+|_+$");

  /**
   * Words that begin a statement, or mean something to a parser, in Mermaid, PlantUML or DOT. To
   * Mermaid some mean it even within a word.
   */
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

  private static final Pattern MEANT_WITHIN = Pattern.compile("(?i)style|classdef");

  private final Map<String, String> byText = new HashMap<>();

  private Identifiers() {}

  /** Those of the states of a diagram. */
  static Identifiers of(StateDiagram diagram) {
    return of(diagram.states().stream().map(DiagramState::id));
  }

  /** Those of different texts. */
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
   * The identifier that stands for this text.
   *
   * @throws NullPointerException when the text was not among those that they were made of
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
    boolean meant = word.isEmpty() || RESERVED.contains(lower) || MEANT_WITHIN.matcher(word).find();
    return meant ? "s_" + MEANT_WITHIN.matcher(word).replaceAll("") : word;
  }
}
