/** How results look: JSON documents and tables. Pure text. Allowed neighbours: the JDK only. */
@NullMarked
package dev.vendaval.cli.output;

import org.jspecify.annotations.NullMarked;
