/** Tests of the package of the same name. */
@NullMarked
package dev.vendaval.supervisor.disk;

import org.jspecify.annotations.NullMarked;
