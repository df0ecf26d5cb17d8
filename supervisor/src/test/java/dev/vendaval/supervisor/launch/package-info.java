/** Tests of the package of the same name. */
@NullMarked
package dev.vendaval.supervisor.launch;

import org.jspecify.annotations.NullMarked;
