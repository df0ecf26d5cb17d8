/** Tests of the package of the same name. */
@NullMarked
package dev.vendaval.supervisor.artifact;

import org.jspecify.annotations.NullMarked;
