/**
 * The recording of a voice server: {@link dev.antiphon.testkit.record.ServerEvent} and its JSON
 * form.
 */
@NullMarked
package dev.antiphon.testkit.record;

import org.jspecify.annotations.NullMarked;
