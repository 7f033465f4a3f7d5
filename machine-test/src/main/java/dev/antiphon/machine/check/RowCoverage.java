package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records which test takes which rows. A {@link Mutant} is then run only against the tests that
 * take its row. Tests with few steps come first. Tests that read the table itself come last,
 * because a test of the behaviour matters more than a test of the table's text.
 *
 * <p>Not thread-safe.
 *
 * @param <T> tests that can be run again
 */
public final class RowCoverage<T> {
  private final List<CoveredTest<T>> tests = new ArrayList<>();

  /**
   * The rows and steps of one test.
   *
   * @param <T> tests
   */
  public static final class CoveredTest<T> {
    private final T test;
    private final Set<String> rows = new HashSet<>();
    private int steps;
    private boolean readsTable;

    private CoveredTest(T test) {
      this.test = test;
    }

    /** The test. */
    public T test() {
      return test;
    }

    /** The number of steps of the test. */
    public int steps() {
      return steps;
    }

    /** Whether the test read the table itself. */
    public boolean readsTable() {
      return readsTable;
    }

    /**
     * Whether the test took a row in which the mutant can differ from the original, or read the
     * table itself.
     */
    public boolean meets(Mutant<?, ?, ?, ?> mutant) {
      return meets(mutant.rows());
    }

    /** Whether the test took one of these rows, or read the table itself. */
    public boolean meets(Set<String> ids) {
      return readsTable || ids.stream().anyMatch(rows::contains);
    }
  }

  /** Starts a test. The following rows belong to it. */
  public void beginTest(T test) {
    tests.add(new CoveredTest<>(test));
  }

  /** Records that the current test takes the row with this id. */
  public void takeRow(String rowId) {
    if (!tests.isEmpty()) {
      CoveredTest<T> current = tests.get(tests.size() - 1);
      current.steps++;
      current.rows.add(rowId);
    }
  }

  /** Records that the current test reads the table itself. */
  public void readTable() {
    if (!tests.isEmpty()) {
      tests.get(tests.size() - 1).readsTable = true;
    }
  }

  /** All tests, in the order in which a mutant should be run against them. */
  public List<CoveredTest<T>> tests() {
    return tests.stream()
        .sorted(
            Comparator.<CoveredTest<T>, Boolean>comparing(CoveredTest::readsTable)
                .thenComparing(CoveredTest::steps))
        .toList();
  }
}
