/**
 * The soak test: many connections on embedded voice servers run under random faults of every kind.
 * Then the faults end. All connections must recover or end, and no resource can be left over.
 * {@link dev.antiphon.cli.internal.soak.FaultKind} lists the faults, and {@link
 * dev.antiphon.cli.internal.soak.FaultPlan} chooses the time and the target of each fault. The
 * output to the user is not part of this package; it belongs to the command.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.cli.internal.soak;

import org.jspecify.annotations.NullMarked;
