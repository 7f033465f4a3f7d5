package dev.antiphon.diagram;

import java.util.List;

/**
 * A region of a state or of the whole machine. While its container is active, exactly one state of
 * the region is active. Several regions of one container are orthogonal.
 *
 * @param states the states, in output order
 */
public record DiagramRegion(List<DiagramState> states) {
  /** Copies the list. */
  public DiagramRegion {
    states = List.copyOf(states);
  }
}
