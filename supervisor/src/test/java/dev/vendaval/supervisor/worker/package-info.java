/** Tests of the package of the same name. */
@NullMarked
package dev.vendaval.supervisor.worker;

import org.jspecify.annotations.NullMarked;
