/**
 * What a test tells and asks the voice server: {@link dev.antiphon.testkit.server.ServerBehaviour}
 * decides what it withholds, {@link dev.antiphon.testkit.server.DaveMode} whether calls are
 * encrypted; sessions and groups as they stand.
 */
@NullMarked
package dev.antiphon.testkit.server;

import org.jspecify.annotations.NullMarked;
