@NullMarked
package dev.vendaval.worker;

import org.jspecify.annotations.NullMarked;
