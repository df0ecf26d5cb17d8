@NullMarked
package dev.vendaval.protocol.frame;

import org.jspecify.annotations.NullMarked;
