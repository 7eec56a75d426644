from acquis.cli import main

main()
