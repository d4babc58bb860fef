"""Writes the texts of the golden file: invented sentences, templates filled in a fixed order, and lines
that are hard on purpose.

    python texts.py > TEXTS.jsonl
"""

import itertools
import json

NEWS = """\
The finance minister told reporters on Tuesday that the budget would be presented before the end of March.
Two ferries collided in dense fog off the northern coast early Thursday, injuring at least 31 people, the coast guard said.
"We did not expect the river to rise so quickly," said Marta Lindqvist, who runs a bakery near the old bridge.
Shares of the Dutch chip maker fell 4.7% after it cut its forecast for 2026, wiping nearly $11 billion off its value.
Officials in Nairobi and Addis Ababa denied that talks had broken down.
The court, which sits in The Hague, is expected to rule by mid-July.
He was born in Lyon, studied law in Leuven and never went home.
According to three people familiar with the matter, the chancellor has asked for more time.
What the opposition wants is an inquiry; what it will get is a debate.
The United Nations Security Council voted 13-0, with China and Russia abstaining, to extend the mission until 31 January 2027.
Neither the company nor its lawyers would comment.
Police said the suspect, a 27-year-old man from Leeds, had been released on bail.
Prime Minister Anders Holm's government survived a no-confidence vote by a single seat.
It's the third time in as many weeks that trains between Milan and Zürich have been cancelled.
More than 200 firefighters, backed by four helicopters, were battling the blaze on Sunday evening.
The treaty, signed in 1987 and never ratified, has been gathering dust ever since.
"If they come," the mayor added, "we'll be ready."
Asked whether she would run again, Senator O'Neill laughed and said: "Ask me in November."
The bank raised its key rate by a quarter of a percentage point, to 5.25 per cent.
In a joint statement, Canberra and Jakarta called the incident "deeply regrettable".
The deal, valued at €1.2bn, still needs the approval of regulators in Brussels.
Exports rose 3.1% year on year in the second quarter, while imports shrank by 0.8%.
The strike - the longest in the port's history - cost shippers an estimated £40m a day.
Analysts at Northwind Capital believe that the peso could lose another tenth of its value by Christmas.
No one was hurt, but dozens of homes had to be evacuated.
Rescue workers pulled a six-year-old girl from the rubble on Friday, 52 hours after the earthquake struck.
The rebels claimed to have shot down a drone near the village of Al-Qasr; the army said it had crashed.
President Lucía Ferrer will fly to Seoul on 9 May for a four-day visit, her office announced.
Once the ice melts, the road to the mine becomes impassable.
The ministry published the list, and then, an hour later, took it down again.
Of the 48 ships inspected, seven were found to be carrying undeclared cargo.
She has been the party's deputy leader since 2019 and its treasurer for even longer.
There are fears that the dam, built in the 1960s, won't hold.
The vaccine was 91.3% effective, a trial with 12,400 volunteers showed.
Farmers who had blocked the motorway since dawn began to leave shortly before 6 p.m.
Mr. Tanaka, 64, succeeds Dr. Elena Petrova as head of the agency.
Sources close to the talks described them as "difficult but not hopeless".
The film, shot entirely in black and white, won the Golden Shell at San Sebastián.
Only after the minister had resigned did the newspaper print the letters.
Thousands marched through the capital to demand that the president step down.
The Supreme Court on Monday declined to hear the appeal of a former sheriff convicted of bribery.
Workers at the plant in Wolfsburg make about 3,500 cars a day.
The two leaders spoke by phone for 40 minutes, according to a readout from the Élysée.
Iceland's volcano spewed ash for a third day, grounding flights as far away as Edinburgh.
The pipeline runs from the Caspian Sea to the port of Ceyhan in southern Turkey.
To the surprise of many, the smaller club won 3-2 in extra time.
Gold traded at $2,412.50 an ounce, up from $2,398 on Wednesday.
Investigators believe the fire was set deliberately.
The law bans the sale of disposable e-cigarettes from 1 June.
The spokeswoman refused to say how many of the hostages were still alive.
Having lost twice, he did not want to stand a third time.
The island, home to 1,900 people, has had no ferry since last winter.
Both the army and the police have been accused of torture.
Germany, France and Italy - the bloc's largest economies - want the rule scrapped.
The number of asylum seekers fell to 61,000 last year from 74,000 the year before.
Whoever wins will inherit an empty treasury.
The comet will be visible to the naked eye until about the 20th of the month.
His lawyer, Ruth Adeyemi, called the charges "a fairy tale".
The Kremlin said it was up to Washington to make the first move.
Drivers were told to stay at home unless their journey was essential.
The museum bought the painting for a record sum, believed to be around 30 million Swiss francs.
Among those killed was a photographer who had worked for the agency for 14 years.
The central bank governor, speaking on condition of anonymity, warned of "a long winter".
It is not clear who fired first.
Not since the 1970s has inflation been this high.
The talks, brokered by Qatar and Oman, collapsed within hours.
Some 400 soldiers were sent to the border, where they were met with cheers.
The airline will cut 1,150 jobs, or roughly one in eight.
The mayor of Porto Alegre declared a state of emergency.
Villagers say they saw the helicopter circle twice before it came down.
Heavy rain is forecast for Wednesday through Saturday.
The union rejected the offer, saying that it "did not even cover last year's inflation".
The two-time champion pulled out with a knee injury.
Voters in Slovenia go to the polls on Sunday in what is seen as a test for the coalition.
The ship that ran aground belongs to a company registered in Panama.
Scientists at MIT and ETH Zurich have grown a retina from stem cells.
The price of wheat has doubled since the war began.
He said he'd "rather resign than sign".
After the storm, 70,000 households were left without power, most of them in Brittany.
The army chief, General Yusuf Demir, arrived in Ankara late on Monday.
A week earlier, the same court had ruled that the decree was lawful.
The state-run news agency reported that the satellite had reached its orbit.
Her novel was translated into 22 languages, including Basque and Welsh.
The agency estimates that between 5 and 8 million tonnes of plastic end up in the sea each year.
The company's founder, who owns 51 percent of the shares, will stay on as chairman.
The exhibition runs until Sept. 30.
The protesters were gone by nightfall, leaving behind tents, banners and a piano.
The senator from Ohio voted with the Democrats for the first time.
They gave the boy a book and his sister a kite.
Nobody knows what the general will do next, least of all his allies."""

WEB = """\
i dont know what ur talking about lol
Does anyone know a good dentist in Bristol who takes new patients???
ok so first off, DON'T buy the cheap one!!
thx for the reply :) I'll try that 2nite
Best. Pizza. Ever.
I gotta go, gonna call you l8r
u can't be serious... can u?
We've stayed here 3x now & loved it every time!
The wifi was soooo slow, it's a joke
Where'd you get that? I'd've bought two.
Let's meet @ 5:30pm, k?
Tbh the manager couldn't have cared less
Please send the file to jane.doe@example.org or upload it at https://example.org/upload?id=42&x=y#top.
See http://www.example.com/a/b.html, www.example.net and example.co.uk/path for more.
RT @river_news: Bridge closed until further notice #flood #traffic
He's like "no way" and I'm like "yes way".
Y'all shouldn't've done that.
'Tis the season, innit?
cant wait 4 the weekend \U0001F389\U0001F389
LOVE this!!! \u2764\ufe0f \U0001F60D 10/10 would go again
my email is bob_smith+test@mail.example.com
It costs $5-$10 (or 4-8€) per person/day.
Open Mon-Fri 9am-5pm, Sat. 10-2.
Size: 12 x 8.5 x 3 in., 2.4lbs
Version 2.0.1-beta.3 fixes issue #1234; see CHANGELOG.md
C++ and C# aren't the same as C.
The answer is 42, i.e. 6*7, e.g. in base 10.
w/o further ado...
I'm 5'11" and weigh 170lb.
She whatcha-ma-called it, ya know?
Gotta love how they ain't even tryna help.
Cheers, Dave xx"""

HARD = [
    "",
    " ",
    "   ",
    "\n",
    "\n\n\n",
    "\t\t",
    " \n \n ",
    "\u00a0",
    "\u3000\u2003",
    "\u200b",
    "\ufeff",
    "\u001c\u001d",
    "\r\n\r\n",
    ".",
    "...",
    "?!?!",
    "-",
    "\u2014",
    "$",
    "%",
    "X",
    "x",
    "a",
    "I",
    "Mark",
    "mark",
    "agent",
    "number",
    "case",
    "cc",
    "dep",
    "ROOT",
    "xXxX",
    "Mark the agent's case number X.",
    "An agent marked the case with an X and a number.",
    "cc: Mark; dep: agent; conj: case",
    "Hello.",
    "Stop!",
    "42",
    "3.14",
    "1,000,000",
    "Hello  world",
    "Hello   world  again   .",
    "  leading blanks",
    "trailing blanks   ",
    "line one\nline two",
    "line one\n\nline two\n\n\nline three",
    "tab\tseparated\tvalues",
    "mixed \t\n blanks \r\n here",
    "a\u00a0b\u00a0c",
    "zero\u200bwidth\u200bspace",
    "soft\u00adhyphen",
    "(nested (brackets [and {more}]))",
    "\"quote 'inside' quote\"",
    "\u201cCurly,\u201d she said, \u2018inside\u2019 and \u00abguillemets\u00bb.",
    "'single' `back` ``double'' \u201elow\u201c",
    "don't won't can't shan't I'm you're he's we'll they've I'd",
    "DON'T WON'T CAN'T",
    "don\u2019t won\u2019t can\u2019t I\u2019m it\u2019s",
    "cannot gonna gotta wanna lemme gimme dunno",
    "let's Let's LET'S let\u2019s",
    "It's been; it's good; its tail; Tom's been; Tom's hat; the dogs' bowls.",
    "We're here, there's one, who's that, what's up, that's it, how's Ann?",
    "'em 'til 'cause 'nuff 'bout",
    "a.m. p.m. A.M. P.M. 5a.m. 10:30p.m.",
    "U.S. U.K. U.N. E.U. Ph.D. i.e. e.g. etc. vs. Inc. Co. Corp. Ltd.",
    "He lives in the U.S. She does not.",
    "St. John's St. is in St. John's.",
    "Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec.",
    "10km 5kg 3m 20\u00b0C 100\u2109 5\u20ac \u00a35 \u00a55000 5$ 50% 1\u2030",
    "10-15 10\u201315 10\u201415 2010/11 and/or he/she",
    "well-known twenty-first-century state-of-the-art mother-in-law",
    "pre-war post-\u2014modern anti- and pro-",
    "hello,world;this:is.a-test/of_infix=splits+and*more~stuff",
    "end.Start of another.And another",
    "...and then... nothing.. at all....",
    "no.1 No.2 no. 3",
    ":) :-) ;) :( :'( :D xD <3 </3 ^_^ -_- o_O (:",
    "\U0001F600 \U0001F468\u200d\U0001F469\u200d\U0001F467 \U0001F1EB\U0001F1F7 \U0001F44D\U0001F3FD",
    "Smile\U0001F600 and go\U0001F697!",
    "#hashtag @mention #1 $AAPL r/news u/name",
    "https://user:pw@example.com:8080/a/b;c?d=e&f=g#h (http://example.org) <www.example.com>",
    "192.168.0.1 10.0.0.1 8.8.8.8 ::1 localhost:3000 example.com",
    "a@b.co x.y@z mailto:someone@example.com",
    "C:\\Users\\name\\file.txt /usr/bin/env ../up ./here ~/home",
    "2026-11-21 21/11/2026 11/21/26 21.11.2026 21 Nov. 2026 '98 1990s 90's",
    "10:30 10:30:45 22h15 T+5 Q3 H1 FY2026",
    "\u5317\u4eac and \u041c\u043e\u0441\u043a\u0432\u0430 and \u0627\u0644\u0642\u0627\u0647\u0631\u0629 and \u05d9\u05e8\u05d5\u05e9\u05dc\u05d9\u05dd",
    "\u00c5ngstr\u00f6m na\u00efve caf\u00e9 S\u00e3o Paulo \u0141\u00f3d\u017a \u0130stanbul stra\u00dfe STRASSE",
    "e\u0301 combining o\u0308 marks",
    "\ufb01nd the \ufb02ow",
    "\u00bd \u00be \u00b2 \u2082 \u2167 \u0664\u0662 \uff11\uff12 \u2460",
    "\u2022 first item\n\u2022 second item\n\u2022 third item, with a comma",
    "- apples\n- pears\n  - green\n  - yellow\n- plums",
    "1. Wash the rice.\n2. Boil water.\n3) Add salt.\na) stir\n(iv) serve",
    "* one\n* two\n* three",
    "TITLE IN CAPITALS\n\nA paragraph follows it. It has two sentences.\n\nANOTHER TITLE\n\nAnd one more.",
    "Name: Ann Lee\nBorn: 4 May 1971\nPlace: Cork, Ireland",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "====== ------ ______ ****** ......",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "\"" * 12 + "(" * 8 + ")" * 8,
    "It cost him--and her--dearly.",
    "\u201cWe know,\u201d he said\u2014then paused\u2014\u201cnothing.\u201d",
    "\"Go!\" \"Where?\" \"Home.\"",
    "She said: 'I heard \"stop\" twice.'",
    "he said , she said ; they left .",
    "Buffalo buffalo Buffalo buffalo buffalo buffalo Buffalo buffalo.",
    "The horse raced past the barn fell.",
    "The old man the boat.",
    "That that is is that that is not is not.",
    "The rat the cat the dog chased bit ran.",
    "What did you say that he thought she wanted to buy?",
    "This is the house that, as you know, nobody wants to live in.",
    "A hearing is scheduled on the issue today.",
    "A review came out yesterday of the book that everyone had waited for.",
    "He is taller, I think, than his brother was at that age.",
    "Saw. Leaves. Left. Lay. Better. Worse. Best. Worst. Mice. Geese. Oxen. Criteria.",
    "He saw the saws; she leaves the leaves; they lie where they lay.",
    "Running runners run; swum, swam, swimming; dying dyes; bent, bending, sung, unsung.",
    "My mine, your yours, her hers, himself, ourselves, whom, whose, this, those.",
    "The more you read, the less you know.",
    "Yes. No! Maybe? OK.",
]

PEOPLE = ["Ana Ruiz", "Mr Okafor", "the defence secretary", "Governor Jill Sato", "a spokesman", "Ms. Khan"]
ACTS = [
    "said on {day} that {place} would receive {money}",
    "refused to sign the agreement with {place} before {day}",
    "has been accused of taking {money} from a firm in {place}",
    "didn't attend the meeting in {place}, which began on {day}",
    "wants {place} to pay {money} by {day}",
    "was arrested in {place} late on {day}, her lawyer told the court",
    "flew from {place} to Cairo and promised {money} in aid",
]
DAYS = ["Monday", "12 June", "Saturday night", "Jan. 3, 2025", "the eve of the vote"]
PLACES = ["Kenya", "New Delhi", "the West Bank", "Saint-Denis", "South Korea", "the Northwind Group"]
MONEYS = ["$3.5 million", "about 200 million euros", "£75,000", "two thirds of the fund", "1.4bn rupees"]
ENDINGS = [".", ", officials said.", ", but gave no details.", "; the opposition protested.", "?", "!"]


def templates():
    """Every person with every act; the other words take turns."""
    turns = [itertools.cycle(words) for words in (DAYS, PLACES, MONEYS, ENDINGS)]
    for person, act in itertools.product(PEOPLE, ACTS):
        day, place, money, ending = map(next, turns)
        sentence = act.format(day=day, place=place, money=money)
        yield person[0].upper() + person[1:] + " " + sentence + ending


def texts():
    news, web, made = NEWS.split("\n"), WEB.split("\n"), list(templates())
    yield from news + web + made + HARD
    # Whole articles: sentences see their neighbours.
    yield " ".join(news[:20])
    yield "\n\n".join(" ".join(news[idx : idx + 4]) for idx in range(20, 60, 4))
    yield "\n".join(web)
    yield "  ".join(made[:12]) + "\n \n" + "\n".join(HARD[60:90])


for text in texts():
    print(json.dumps({"text": text}, ensure_ascii=False))
