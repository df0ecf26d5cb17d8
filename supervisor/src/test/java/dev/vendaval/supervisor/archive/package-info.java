/** Tests of the package of the same name. */
@NullMarked
package dev.vendaval.supervisor.archive;

import org.jspecify.annotations.NullMarked;
