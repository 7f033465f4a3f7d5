/**
 * What a voice server has recorded: {@link dev.antiphon.testkit.record.ServerEvent}, and its
 * written form.
 */
@NullMarked
package dev.antiphon.testkit.record;

import org.jspecify.annotations.NullMarked;
