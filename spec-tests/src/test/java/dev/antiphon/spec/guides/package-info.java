/**
 * The guides in {@code docs/}, and what keeps them true: parts written from code, links that lead
 * somewhere, commands that exist, and the code that they show, between {@code // doc:begin NAME}
 * and {@code // doc:end}, compiled and run. {@link dev.antiphon.spec.guides.GeneratedParts} is the
 * one mechanism by which a test holds a part of a page, or writes it anew.
 */
package dev.antiphon.spec.guides;
