package dev.antiphon.diagram;

import java.util.List;

/**
 * A region of a state or of the whole machine. While the state or machine that contains the region
 * is active, exactly one state of the region is active. Several regions of one state or machine are
 * orthogonal: they are active at the same time.
 *
 * @param states the states, in output order
 */
public record DiagramRegion(List<DiagramState> states) {
  /** Copies the list. */
  public DiagramRegion {
    states = List.copyOf(states);
  }
}
