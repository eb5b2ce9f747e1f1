# zeal: 200 - the module that it uses imports much
exec(compile("'x'", "<s>", "single"))
exec(compile("'''m\nn'''", "<s>", "single"))
exec(compile("'x'; 'y'", "<s>", "single"))
import code
console = code.InteractiveConsole()
for line in ("'alone'", "_", "'''m", "n'''"):
    console.push(line)
