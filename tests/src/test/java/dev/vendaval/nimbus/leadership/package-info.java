/** What tests of the whole need of this package's own. */
@NullMarked
package dev.vendaval.nimbus.leadership;

import org.jspecify.annotations.NullMarked;
