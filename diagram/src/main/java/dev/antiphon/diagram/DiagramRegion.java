package dev.antiphon.diagram;

import java.util.List;

/**
 * One region: states of which exactly one is active while what contains them is. Several regions
 * side by side are orthogonal.
 *
 * @param states in the order in which they are written
 */
public record DiagramRegion(List<DiagramState> states) {
  /** Takes a copy. */
  public DiagramRegion {
    states = List.copyOf(states);
  }
}
