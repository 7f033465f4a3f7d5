/**
 * Tests of the guides in {@code docs/}. They generate parts of the pages, check the links and the
 * commands, and compile and run the code of the pages. That code is between {@code // doc:begin
 * NAME} and {@code // doc:end}. {@link dev.antiphon.spec.guides.GeneratedParts} compares or updates
 * all generated parts.
 */
package dev.antiphon.spec.guides;
