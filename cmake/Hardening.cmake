# What makes a bug in memory harder to use, in release builds: sanitizers find more in the others.
# tests/tools/test_hardening.py reads the executable for it; what it costs: docs/performance.md.

# Debian's archives are compiled without -fcf-protection, so the executable as a whole is not marked
# for CET; ours is ready for it.
set(hardening_compile
  -fPIE
  -fstack-protector-strong
  -fstack-clash-protection
  -fcf-protection=full
  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
set(hardening_link -pie -Wl,-z,relro,-z,now,-z,noexecstack)

target_compile_options(basalt_options INTERFACE "$<$<CONFIG:Release>:${hardening_compile}>")
target_link_options(basalt_options INTERFACE "$<$<CONFIG:Release>:${hardening_link}>")
