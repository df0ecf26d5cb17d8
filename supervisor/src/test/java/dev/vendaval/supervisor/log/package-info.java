/** Tests of the package of the same name. */
@NullMarked
package dev.vendaval.supervisor.log;

import org.jspecify.annotations.NullMarked;
