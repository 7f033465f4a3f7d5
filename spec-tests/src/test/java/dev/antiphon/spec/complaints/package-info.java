/**
 * Complaints that users of other libraries have reported. Each test reproduces one complaint on
 * real sockets and checks that this library handles it. Other tests check moves, ends and retries
 * as an application sees them. {@link dev.antiphon.spec.complaints.TestEnvironment} starts the
 * voice servers; {@link dev.antiphon.spec.complaints.Bot} is the bot under test. Single rows of the
 * table are not tested here.
 */
package dev.antiphon.spec.complaints;
