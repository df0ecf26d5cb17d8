/** What a user compiles against. */
@NullMarked
package dev.vendaval.api;

import org.jspecify.annotations.NullMarked;
