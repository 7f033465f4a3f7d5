package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which test has met which row, so that a mutant has to meet only those that meet its row: the
 * shortest first, and those that read the table itself last. What a machine does weighs more than
 * how it is written down.
 *
 * <p>Not safe for several threads.
 *
 * @param <T> tests, in a form in which they can be run again
 */
public final class Recording<T> {
  private final List<Track<T>> tracks = new ArrayList<>();

  /**
   * What one test met.
   *
   * @param <T> tests
   */
  public static final class Track<T> {
    private final T test;
    private final Set<String> rows = new HashSet<>();
    private int steps;
    private boolean readsTable;

    private Track(T test) {
      this.test = test;
    }

    /** The test. */
    public T test() {
      return test;
    }

    /** How many steps it took. */
    public int steps() {
      return steps;
    }

    /** Whether it looked into the table itself. */
    public boolean readsTable() {
      return readsTable;
    }

    /** Whether it took a row in which the mutant may differ, or looked into the table itself. */
    public boolean meets(Mutant<?, ?, ?, ?> mutant) {
      return meets(mutant.rows());
    }

    /** Whether it took one of these rows, or looked into the table itself. */
    public boolean meets(Set<String> ids) {
      return readsTable || ids.stream().anyMatch(rows::contains);
    }
  }

  /** What happens from now on, happens in this test. */
  public void begins(T test) {
    tracks.add(new Track<>(test));
  }

  /** The present test takes that row. */
  public void takes(String rowId) {
    if (!tracks.isEmpty()) {
      Track<T> track = tracks.get(tracks.size() - 1);
      track.steps++;
      track.rows.add(rowId);
    }
  }

  /** The present test looks into the table itself. */
  public void readsTable() {
    if (!tracks.isEmpty()) {
      tracks.get(tracks.size() - 1).readsTable = true;
    }
  }

  /** All of them, in the order in which a mutant should meet them. */
  public List<Track<T>> tracks() {
    return tracks.stream()
        .sorted(
            Comparator.<Track<T>, Boolean>comparing(Track::readsTable).thenComparing(Track::steps))
        .toList();
  }
}
